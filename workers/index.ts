import type { WorkerDefinition } from '../src/engine/worker.ts';
import { assignLeadDepartmentWorker } from './assign-lead-department.ts';
import { blowWhistleWorker } from './blow-whistle.ts';
import { caseFactsWorker } from './case-facts.ts';
import { closeCaseWorker } from './close-case.ts';
import { closeDutyWorker } from './close-duty.ts';
import { concludeCallbackWorker } from './conclude-callback.ts';
import { confirmAlarmWorker } from './confirm-alarm.ts';
import { conveneTeamWorker } from './convene-team.ts';
import { coordinateCityDistrictWorker } from './coordinate-city-district.ts';
import { decideExtensionWorker } from './decide-extension.ts';
import { escalateToLeadershipWorker } from './escalate-to-leadership.ts';
import { findLeadWorker } from './find-lead.ts';
import { lapseDutyWorker } from './lapse-duty.ts';
import { notifyWorker } from './notify.ts';
import { openDutyWorker } from './open-duty.ts';
import { planNextCallbackWorker } from './plan-next-callback.ts';
import { prepareCallbackWorker } from './prepare-callback.ts';
import { proposeLeadershipWorker } from './propose-leadership.ts';
import { recordAcceptanceWorker } from './record-acceptance.ts';
import { recordCallbackWorker } from './record-callback.ts';
import { recordCarryingOutWorker } from './record-carrying-out.ts';
import { recordConsultationWorker } from './record-consultation.ts';
import { recordCoordinationWorker } from './record-coordination.ts';
import { recordDirectResultWorker } from './record-direct-result.ts';
import { recordDirectionAnswerWorker } from './record-direction-answer.ts';
import { recordEvaluationWorker } from './record-evaluation.ts';
import { recordGatheringWorker } from './record-gathering.ts';
import { recordHandlingWorker } from './record-handling.ts';
import { recordJointDecisionWorker } from './record-joint-decision.ts';
import { recordMeetingWorker } from './record-meeting.ts';
import { recordMeetingCallWorker } from './record-meeting-call.ts';
import { recordObjectionWorker } from './record-objection.ts';
import { recordPlanWorker } from './record-plan.ts';
import { recordReportWorker } from './record-report.ts';
import { recordResolutionWorker } from './record-resolution.ts';
import { recordResultWorker } from './record-result.ts';
import { recordSubTaskWorker } from './record-sub-task.ts';
import { recordWhistleSourceWorker } from './record-whistle-source.ts';
import { releaseDepartmentWorker } from './release-department.ts';
import { relocateCaseWorker } from './relocate-case.ts';
import { requestLeadershipWorker } from './request-leadership.ts';
import { screenComplaintWorker } from './screen-complaint.ts';
import { setAlarmWorker } from './set-alarm.ts';
import { startRedoWorker } from './start-redo.ts';
import { superviseDepartmentWorker } from './supervise-department.ts';
import { superviseProgressWorker } from './supervise-progress.ts';
import { watchProgressWorker } from './watch-progress.ts';
import { withdrawOpenDutiesWorker } from './withdraw-open-duties.ts';

/** Every job worker of the service: one a file, named like its task type. */
export const workers: readonly WorkerDefinition[] = [
  assignLeadDepartmentWorker,
  blowWhistleWorker,
  caseFactsWorker,
  closeCaseWorker,
  closeDutyWorker,
  concludeCallbackWorker,
  confirmAlarmWorker,
  conveneTeamWorker,
  coordinateCityDistrictWorker,
  decideExtensionWorker,
  escalateToLeadershipWorker,
  findLeadWorker,
  lapseDutyWorker,
  notifyWorker,
  openDutyWorker,
  planNextCallbackWorker,
  prepareCallbackWorker,
  proposeLeadershipWorker,
  recordAcceptanceWorker,
  recordCallbackWorker,
  recordCarryingOutWorker,
  recordConsultationWorker,
  recordCoordinationWorker,
  recordDirectResultWorker,
  recordDirectionAnswerWorker,
  recordEvaluationWorker,
  recordGatheringWorker,
  recordHandlingWorker,
  recordJointDecisionWorker,
  recordMeetingCallWorker,
  recordMeetingWorker,
  recordObjectionWorker,
  recordPlanWorker,
  recordReportWorker,
  recordResolutionWorker,
  recordResultWorker,
  recordSubTaskWorker,
  recordWhistleSourceWorker,
  releaseDepartmentWorker,
  relocateCaseWorker,
  requestLeadershipWorker,
  screenComplaintWorker,
  setAlarmWorker,
  startRedoWorker,
  superviseDepartmentWorker,
  superviseProgressWorker,
  watchProgressWorker,
  withdrawOpenDutiesWorker,
];
