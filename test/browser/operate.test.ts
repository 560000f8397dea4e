import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playToEnd } from '../support/bees.ts';
import { type City, startCity } from '../support/city.ts';

describe('an administrator in Operate', () => {
  let city: City;
  let browser: Browser;

  beforeAll(async () => {
    city = await startCity({ args: [], env: { YISHAO_ENGINE_CLOCK_CONTROLLED: 'false' } });
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: [...chromium.args, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      headless: true,
    });
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  it('signs in and sees the property-certificate case on its diagram, running and then completed', async () => {
    const { desk } = city;
    const caseId = await desk.complain({
      subject: '小区办不了不动产权证',
      text: '多个部门推诿，多年没有办证。',
      townId: 'town-liuying',
      itemId: 'property-certificate',
      legacyMatter: true,
    });
    const link = await desk.until('the link of the case to Operate', async () => {
      const { processInstances } = await desk.case(caseId);
      return processInstances.find(({ processId }) => processId === 'joint-handling')?.operateUrl ?? undefined;
    });

    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`${city.engine.operateUrl}/login`);
    await page.getByLabel('Username').fill('demo');
    await page.getByLabel('Password', { exact: true }).fill('demo');
    await page.getByRole('button', { name: 'Login' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/login'));

    // The exporter is some seconds behind the broker: the page is asked again until it knows the instance.
    const shows = async (element: string, state: string) =>
      desk.until(`Operate to show ${element} as ${state}`, async () => {
        await page.goto(link);
        const diagram = page.locator('[data-testid="diagram"]');
        const found = await diagram
          .locator(`[data-element-id="${element}"]`)
          .waitFor({ timeout: 5_000 })
          .then(() => true)
          .catch(() => false);
        if (!found) return undefined;
        const badge = page.locator(`[data-container-id="${element}"] [data-testid="state-overlay-${state}"]`);
        return badge.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => undefined,
        );
      });
    expect(await shows('whistle-review', 'active')).toBe(true);
    expect(await page.getByText('研判吹哨').first().isVisible()).toBe(true);

    await playToEnd(desk, caseId);
    expect(await shows('end-closed', 'completedEndEvents')).toBe(true);
  });
});
