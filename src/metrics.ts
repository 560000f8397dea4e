import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The service's own metrics; `src/http` adds those of the process and serves them. */
export const registry = new Registry();

const jobs = new Counter({
  name: 'yishao_jobs_total',
  help: 'Jobs by task type and how they ended',
  labelNames: ['type', 'result'] as const,
  registers: [registry],
});

const deliveries = new Counter({
  name: 'yishao_outbox_deliveries_total',
  help: 'Deliveries to the engine by kind and how they ended',
  labelNames: ['kind', 'result'] as const,
  registers: [registry],
});

export const outboxPending = new Gauge({
  name: 'yishao_outbox_pending',
  help: 'Rows that the engine has not been told yet',
  registers: [registry],
});

export const outboxOldestSeconds = new Gauge({
  name: 'yishao_outbox_oldest_seconds',
  help: 'Age of the oldest pending row, seconds',
  registers: [registry],
});

export const requestSeconds = new Histogram({
  name: 'yishao_http_request_seconds',
  help: 'Time to answer a request by route, seconds',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
  registers: [registry],
});

export const countJob = (type: string, result: 'completed' | 'error' | 'failed' | 'incident'): void =>
  jobs.inc({ type, result });

export const countDelivery = (kind: string, result: 'delivered' | 'gone' | 'failed' | 'refused'): void =>
  deliveries.inc({ kind, result });
