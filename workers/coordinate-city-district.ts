import { Type } from 'typebox';
import { CaseInput, DepartmentInputs, defineWorker } from '../src/engine/worker.ts';
import { splitByPlatform } from '../src/handling/coordination-store.ts';

/** 市区任务拆分 (R7b): which platform coordinates which departments. */
export const coordinateCityDistrictWorker = defineWorker({
  type: 'coordinate-city-district',
  input: Type.Object(CaseInput),
  output: Type.Object({
    platforms: Type.Array(Type.Object({ platformId: Type.String(), departments: DepartmentInputs })),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId } }) => ({ platforms: splitByPlatform(db, caseId, clock.now()) }),
});
