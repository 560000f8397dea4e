import { expect, test } from 'vitest';
import { complaints } from '../../src/cases/table.ts';
import { recordAcceptanceWorker } from '../../workers/record-acceptance.ts';
import { Bench } from '../support/worker.ts';

test.each([
  ['unpaid-wages', [true, false]],
  ['garbage', [false, false]],
])('accepted as “%s”: the item says whether everyone who complains is hidden (R4b)', (itemId, hidden) => {
  const bench = new Bench();
  const caseId = bench.addCase({ itemId: null });
  bench.addCase();
  const dutyId = bench.submit(caseId, 'accept-complaint', { outcome: 'accepted', townId: 'town-liuying', itemId });
  bench.complete(recordAcceptanceWorker, { variables: { caseId, dutyId } });
  const rows = bench.db.select().from(complaints).all();
  expect([...rows].sort((a) => (a.caseId === caseId ? -1 : 1)).map((row) => row.hidden)).toEqual(hidden);
});
