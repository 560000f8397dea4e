import { Type } from 'typebox';
import { reachLevel } from '../src/duties/store.ts';
import { defineWorker, MaybeId } from '../src/engine/worker.ts';
import { beginFeedback } from '../src/handling/result-store.ts';
import { notifyGroups, templateOf } from '../src/notifications/send-store.ts';

/**
 * 通知: header `template` says which text, `recipients` whom: `complainants`, or `duty` for those who have to act.
 * A reminder or urging is a rung of the duty's ladder (催办, R9) and is noted there.
 */
export const notifyWorker = defineWorker({
  type: 'notify',
  input: Type.Object({ caseId: Type.String(), dutyId: MaybeId }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId }, headers, key, epoch }) => {
      const now = clock.now();
      const template = templateOf(headers.template);
      const cause = `${epoch}-${key}`;
      if (headers.recipients === 'complainants') {
        if (template === 'case-result') beginFeedback(db, caseId, now);
        notifyGroups(db, clock, template, { caseId, dutyId: null, recipients: ['complainants'], cause });
        return {};
      }
      const duty = reachLevel(db, dutyId ?? '', template === 'duty-urge' ? 'urge' : 'remind', now);
      const recipients = [`${duty.organisationId}:${duty.role}`];
      notifyGroups(db, clock, template, { caseId, dutyId: duty.id, recipients, cause });
      return {};
    },
});
