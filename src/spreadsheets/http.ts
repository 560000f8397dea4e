import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '../errors.ts';
import { WORKBOOK_LIMITS } from './reader.ts';
import { XLSX_TYPE } from './workbook.ts';

/** Lets the routes of a plugin take an xlsx file as their body. */
export function acceptWorkbooks(app: FastifyInstance): void {
  app.addContentTypeParser(XLSX_TYPE, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMITS.bytes }, (_request, body, done) =>
    done(null, body),
  );
}

/** The file that was sent. @throws DomainError `unsupported-media-type` (415) for any other body */
export function workbookIn(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw new DomainError('unsupported-media-type', 415, `请以 Content-Type: ${XLSX_TYPE} 提交 .xlsx 文件。`);
}

/** Answers with a workbook to be saved. @param name ASCII, without `.xlsx` */
export function sendWorkbook(reply: FastifyReply, name: string, workbook: Buffer): FastifyReply {
  return reply.type(XLSX_TYPE).header('content-disposition', `attachment; filename="${name}.xlsx"`).send(workbook);
}
