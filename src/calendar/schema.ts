import { Type } from 'typebox';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';

/** A year reaches as far as deadlines can. */
export const YearParams = Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2100 }) });

const Notice = Words2000('通知的标题或文号');

export const NoticeBody = Type.Object(
  {
    notice: Notice,
    days: Type.Array(
      Type.Object(
        {
          date: Type.String({ maxLength: 20, description: '2027-10-01' }),
          working: Type.Boolean({ description: 'true：周末调休上班；false：放假' }),
          name: Type.String({ maxLength: 100, description: '节日，如“国庆节”' }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 366 },
    ),
  },
  { additionalProperties: false },
);

/** With a CSV body the notice is named in the address. */
export const NoticeQuery = Type.Object({ notice: Type.Optional(Notice) }, { additionalProperties: false });

export const YearView = Type.Object({
  year: Type.Integer(),
  source: Words(
    ['notice', 'package', 'unpublished'],
    'notice：管理员导入的通知；package：软件自带；unpublished：尚未公布',
  ),
  notice: Nullable(Type.String()),
  importedAt: Nullable(Instant),
  importedBy: Nullable(Named),
  days: Type.Array(
    Type.Object({
      date: Type.String(),
      working: Type.Boolean(),
      name: Type.String(),
      weekday: Type.String(),
      source: Words(['notice', 'package']),
    }),
    { description: '放假和调休上班的日子' },
  ),
});

export const ImportedYear = Type.Interface([YearView], {
  movedDeadlines: Type.Integer({ description: '因此变动的时限数' }),
});
