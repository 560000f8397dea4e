import type { Client, Metadata } from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';

const rpc = (name: string) => ({ requestType: `${name}Request`, responseType: `${name}Response`, comment: '' });

/** The calls of the gateway's protocol that zeebe-node does not know. */
const PROTOCOL: Parameters<typeof fromJSON>[0] = {
  nested: {
    gateway_protocol: {
      nested: {
        UpdateJobTimeoutRequest: {
          fields: { jobKey: { type: 'int64', id: 1 }, timeout: { type: 'int64', id: 2 } },
        },
        UpdateJobTimeoutResponse: { fields: {} },
        MappingInstruction: {
          fields: { sourceElementId: { type: 'string', id: 1 }, targetElementId: { type: 'string', id: 2 } },
        },
        MigrationPlan: {
          fields: {
            targetProcessDefinitionKey: { type: 'int64', id: 1 },
            mappingInstructions: { rule: 'repeated', type: 'MappingInstruction', id: 2 },
          },
        },
        MigrateProcessInstanceRequest: {
          fields: { processInstanceKey: { type: 'int64', id: 1 }, migrationPlan: { type: 'MigrationPlan', id: 2 } },
        },
        MigrateProcessInstanceResponse: { fields: {} },
        Gateway: {
          methods: {
            UpdateJobTimeout: rpc('UpdateJobTimeout'),
            MigrateProcessInstance: rpc('MigrateProcessInstance'),
          },
        },
      },
    },
  },
};

const service = fromJSON(PROTOCOL, { longs: String })['gateway_protocol.Gateway'] as ServiceDefinition;

/** Bound on a call, ms. */
const CALL_MS = 10_000;

/** The parts of zeebe-node's connection that a call goes through, so that it shares its TLS and sign-in. */
export interface Connection {
  readonly client: Client;
  getAuthToken(): Promise<Metadata>;
}

/**
 * Sets the lease of an activated job anew, counted from now.
 * @param leaseMs ms
 * @throws the gRPC error; code 5 when the job is gone
 */
export const setLease = (connection: Connection, jobKey: string, leaseMs: number): Promise<void> =>
  call(connection, 'UpdateJobTimeout', { jobKey, timeout: leaseMs });

/** Where a process instance is to go on. */
export interface MigrationPlan {
  readonly targetProcessDefinitionKey: string;
  /** Elements that are the same in both definitions; those that are active must be among them. */
  readonly elementIds: readonly string[];
}

/**
 * Moves a running process instance to another definition.
 * @throws the gRPC error; code 5 when the instance is gone, 9 or 3 with the engine's reason when it refuses
 */
export const migrateInstance = (
  connection: Connection,
  processInstanceKey: string,
  { targetProcessDefinitionKey, elementIds }: MigrationPlan,
): Promise<void> => {
  const mappingInstructions = elementIds.map((id) => ({ sourceElementId: id, targetElementId: id }));
  const migrationPlan = { targetProcessDefinitionKey, mappingInstructions };
  return call(connection, 'MigrateProcessInstance', { processInstanceKey, migrationPlan });
};

async function call(connection: Connection, name: string, request: object): Promise<void> {
  const method = service[name];
  if (!method) throw new Error(`${name} is not declared.`);
  const metadata = await connection.getAuthToken();
  await new Promise<void>((done, fail) => {
    connection.client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadata,
      { deadline: Date.now() + CALL_MS },
      (error) => (error ? fail(error) : done()),
    );
  });
}
