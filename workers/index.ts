import type { WorkerDefinition } from '../src/engine/worker.ts';
import { assignLeadDepartmentWorker } from './assign-lead-department.ts';
import { blowWhistleWorker } from './blow-whistle.ts';
import { closeCaseWorker } from './close-case.ts';
import { closeDutyWorker } from './close-duty.ts';
import { confirmAlarmWorker } from './confirm-alarm.ts';
import { conveneTeamWorker } from './convene-team.ts';
import { coordinateCityDistrictWorker } from './coordinate-city-district.ts';
import { escalateToLeadershipWorker } from './escalate-to-leadership.ts';
import { findLeadWorker } from './find-lead.ts';
import { notifyWorker } from './notify.ts';
import { openDutyWorker } from './open-duty.ts';
import { recordAcceptanceWorker } from './record-acceptance.ts';
import { recordCallbackWorker } from './record-callback.ts';
import { recordCarryingOutWorker } from './record-carrying-out.ts';
import { recordCoordinationWorker } from './record-coordination.ts';
import { recordDirectResultWorker } from './record-direct-result.ts';
import { recordHandlingWorker } from './record-handling.ts';
import { recordReportWorker } from './record-report.ts';
import { recordResolutionWorker } from './record-resolution.ts';
import { recordResultWorker } from './record-result.ts';
import { recordWhistleSourceWorker } from './record-whistle-source.ts';
import { releaseDepartmentWorker } from './release-department.ts';
import { relocateCaseWorker } from './relocate-case.ts';
import { screenComplaintWorker } from './screen-complaint.ts';
import { setAlarmWorker } from './set-alarm.ts';
import { startRedoWorker } from './start-redo.ts';
import { superviseDepartmentWorker } from './supervise-department.ts';
import { withdrawOpenDutiesWorker } from './withdraw-open-duties.ts';

/** Every job worker of the service: one a file, named like its task type. */
export const workers: readonly WorkerDefinition[] = [
  assignLeadDepartmentWorker,
  blowWhistleWorker,
  closeCaseWorker,
  closeDutyWorker,
  confirmAlarmWorker,
  conveneTeamWorker,
  coordinateCityDistrictWorker,
  escalateToLeadershipWorker,
  findLeadWorker,
  notifyWorker,
  openDutyWorker,
  recordAcceptanceWorker,
  recordCallbackWorker,
  recordCarryingOutWorker,
  recordCoordinationWorker,
  recordDirectResultWorker,
  recordHandlingWorker,
  recordReportWorker,
  recordResolutionWorker,
  recordResultWorker,
  recordWhistleSourceWorker,
  releaseDepartmentWorker,
  relocateCaseWorker,
  screenComplaintWorker,
  setAlarmWorker,
  startRedoWorker,
  superviseDepartmentWorker,
  withdrawOpenDutiesWorker,
];
