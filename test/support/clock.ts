import type { Clock } from '../../src/clock.ts';

/** The service's clock in tests: real time plus what the test has moved it by, together with the broker's. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Moves this clock and the broker's forward; timers in between fire. @param ms never negative: see design */
  async advance(managementUrl: string, ms: number): Promise<void> {
    this.offsetMs += ms;
    await this.move(managementUrl, ms);
  }

  /** Moves a broker that was started anew to this clock's time. */
  async align(managementUrl: string): Promise<void> {
    await this.move(managementUrl, this.offsetMs);
  }

  private async move(managementUrl: string, ms: number): Promise<void> {
    const response = await fetch(`${managementUrl}/actuator/clock/add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMilli: ms }),
    });
    if (!response.ok) throw new Error(`The broker's clock could not be moved: ${response.status}`);
  }
}
