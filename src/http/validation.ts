/** One finding of TypeBox, in the shape that Ajv made common. */
export interface ValidationError {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Name of the wrong field as callers write it: `complainant.phone`, `problems.0`. Undefined for the whole body. */
export function fieldOf({ keyword, instancePath, params }: ValidationError): string | undefined {
  const path = instancePath.split('/').slice(1);
  const named = keyword === 'required' ? params.requiredProperties : params.additionalProperties;
  if (Array.isArray(named) && named.length > 0) path.push(String(named[0]));
  return path.length > 0 ? path.join('.') : undefined;
}

/** A finding as a sentence for the person at the screen. */
export function sentenceOf(error: ValidationError): string {
  const { keyword, params } = error;
  const name = `“${fieldOf(error) ?? '请求正文'}”`;
  const limit = String(params.limit ?? params.multipleOf ?? '');
  switch (keyword) {
    case 'required':
      return `缺少${name}。`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `不认识字段${name}。`;
    case 'type':
      return `${name}的类型不对，应为 ${String(params.type)}。`;
    case 'maxLength':
      return `${name}太长，最多 ${limit} 字。`;
    case 'minLength':
      return limit === '1' ? `${name}不能为空。` : `${name}太短，至少 ${limit} 字。`;
    case 'maxItems':
      return `${name}太多，最多 ${limit} 项。`;
    case 'minItems':
      return `${name}至少要有 ${limit} 项。`;
    case 'minimum':
    case 'exclusiveMinimum':
      return `${name}不能小于 ${limit}。`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `${name}不能大于 ${limit}。`;
    case 'enum':
      return `${name}只能取：${(params.allowedValues as unknown[] | undefined)?.join('、') ?? ''}。`;
    case 'uniqueItems':
      return `${name}中有重复的项。`;
    default:
      return `${name}的值不符合要求。`;
  }
}
