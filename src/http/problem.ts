import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { DomainError, InvalidRows, type RowFault } from '../errors.ts';
import { fieldOf, sentenceOf, type ValidationError } from './validation.ts';

/** An error as RFC 9457 has it; `code` is stable, `detail` is a Chinese sentence for the person at the screen. */
export const ProblemSchema = Type.Object({
  type: Type.String({ description: 'urn:yishao:problem:<code>' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: '稳定的错误代码' }),
  detail: Type.String({ description: '给使用者看的说明' }),
  field: Type.Optional(Type.String({ description: '有误的字段' })),
  rows: Type.Optional(
    Type.Array(
      Type.Object({
        row: Type.Integer({ description: '表格中的行号，首行为 1' }),
        column: Type.Union([Type.String(), Type.Null()]),
        detail: Type.String(),
      }),
      { description: '导入文件中逐行的错误' },
    ),
  ),
  instance: Type.String({ description: '请求编号，便于查日志' }),
});

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string | undefined;
  readonly rows?: readonly RowFault[] | undefined;
}

/** Faults that Fastify finds before any of our code runs. */
const FRAMEWORK_FAULTS: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'invalid-json', detail: '请求正文不是合法的 JSON。' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'invalid-json', detail: '请求正文是空的，应为 JSON。' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, code: 'bad-request', detail: '请求正文的长度与声明不符。' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: '不支持这种正文格式，请看接口文档。',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'too-large', detail: '请求正文过大，请分批提交。' },
  FST_ERR_BAD_URL: { status: 400, code: 'bad-request', detail: '网址中有不能识别的字符。' },
};

const INTERNAL: Fault = {
  status: 500,
  code: 'internal-error',
  detail: '系统内部出错，请稍后再试；仍不成功时请把请求编号告诉管理员。',
};

/** Makes every error of the app, unknown routes among them, a problem+json answer. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(faultOf(error), error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answer(
      { status: 404, code: 'route-not-found', detail: '没有这个网址，请核对接口文档。' },
      undefined,
      request,
      reply,
    ),
  );
}

/** For errors in which no route was reached, such as a broken address. */
export function frameworkProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answer(faultOf(error), error, request, reply);
}

function faultOf(error: FastifyError): Fault {
  if (error instanceof DomainError)
    return { ...pick(error), detail: error.message, rows: error instanceof InvalidRows ? error.rows : undefined };
  if (error.validation?.[0]) {
    const problem = error.validation[0] as ValidationError;
    return { status: 400, code: 'invalid-input', detail: sentenceOf(problem), field: fieldOf(problem) };
  }
  const known = FRAMEWORK_FAULTS[error.code];
  if (known) return known;
  // Fastify parses JSON with a library whose errors carry a status but no code.
  if (error.statusCode === 400 && error instanceof SyntaxError)
    return FRAMEWORK_FAULTS.FST_ERR_CTP_INVALID_JSON_BODY ?? INTERNAL;
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: 'bad-request', detail: '请求有误，请看接口文档。' };
  return INTERNAL;
}

const pick = ({ status, code, field }: DomainError) => ({ status, code, field });

function answer(fault: Fault, error: Error | undefined, request: FastifyRequest, reply: FastifyReply): void {
  if (fault.status >= 500) request.log.error({ err: error, route: request.routeOptions?.url }, 'request failed');
  const { status, code, detail, field, rows } = fault;
  reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    // As text, so that it does not pass the schema of the route's answers, which is not meant for problems.
    .send(
      JSON.stringify({
        type: `urn:yishao:problem:${code}`,
        title: STATUS_CODES[status] ?? 'Error',
        status,
        code,
        detail,
        field,
        rows,
        instance: `urn:uuid:${request.id}`,
      }),
    );
}
