import type { Client, Metadata } from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';

/** The one call of the gateway's protocol that zeebe-node does not know. */
const PROTOCOL: Parameters<typeof fromJSON>[0] = {
  nested: {
    gateway_protocol: {
      nested: {
        UpdateJobTimeoutRequest: {
          fields: { jobKey: { type: 'int64', id: 1 }, timeout: { type: 'int64', id: 2 } },
        },
        UpdateJobTimeoutResponse: { fields: {} },
        Gateway: {
          methods: {
            UpdateJobTimeout: {
              requestType: 'UpdateJobTimeoutRequest',
              responseType: 'UpdateJobTimeoutResponse',
              comment: '',
            },
          },
        },
      },
    },
  },
};

const service = fromJSON(PROTOCOL, { longs: String })['gateway_protocol.Gateway'] as ServiceDefinition;

/** Bound on the call, ms. */
const LEASE_CALL_MS = 10_000;

/** The parts of zeebe-node's connection that the call goes through, so that it shares its TLS and sign-in. */
export interface Connection {
  readonly client: Client;
  getAuthToken(): Promise<Metadata>;
}

/**
 * Sets the lease of an activated job anew, counted from now.
 * @param leaseMs ms
 * @throws the gRPC error; code 5 when the job is gone
 */
export async function setLease(connection: Connection, jobKey: string, leaseMs: number): Promise<void> {
  const method = service.UpdateJobTimeout;
  if (!method) throw new Error('UpdateJobTimeout is not declared.');
  const metadata = await connection.getAuthToken();
  await new Promise<void>((done, fail) => {
    connection.client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      { jobKey, timeout: leaseMs },
      metadata,
      { deadline: Date.now() + LEASE_CALL_MS },
      (error) => (error ? fail(error) : done()),
    );
  });
}
