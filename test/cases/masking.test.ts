import { describe, expect, test } from 'vitest';
import { hideEverywhere, hideIn, maskName, maskPhone } from '../../src/cases/masking.ts';

const ZHANG = { name: '张小明', phone: '13812341234' };
const HIDDEN = '（已隐藏）';

test('masks keep what tells two people apart, and no more', () => {
  expect(['张小明', '', '欧阳娜'].map(maskName)).toEqual(['张**', '', '欧**']);
  expect(['13812341234', '88123456', ''].map(maskPhone)).toEqual(['138****1234', '****56', '']);
});

describe('a text without its complainant', () => {
  test.each([
    ['我是张小明。', `我是${HIDDEN}。`],
    ['我是张 小 明。', `我是${HIDDEN}。`],
    ['电话13812341234', `电话${HIDDEN}`],
    ['电话138-1234-1234找我', `电话${HIDDEN}找我`],
    ['电话+86 138 1234 1234', `电话${HIDDEN}`],
    ['电话１３８１２３４１２３４。', `电话${HIDDEN}。`],
    ['家里 0515 8812-3456', `家里 ${HIDDEN}`],
    ['家里 (0515)88123456', `家里 (${HIDDEN}`],
    ['张明小和138号楼', '张明小和138号楼'],
    ['自2026-11-23起，2026-11-24 09:30停水', '自2026-11-23起，2026-11-24 09:30停水'],
    ['案件 YS20261123-0001 的报到', '案件 YS20261123-0001 的报到'],
    ['每户 123456 元', '每户 123456 元'],
  ])('%s', (text, shown) => {
    expect(
      hideIn(text, [
        { ...ZHANG, phone: ZHANG.phone },
        { name: '', phone: '0515-88123456' },
      ]),
    ).toBe(shown);
  });

  test.each([
    ['张小明先生', '小区的张小明说', `小区的${HIDDEN}说`],
    ['张先生', '张先生说，先生们', `${HIDDEN}说，先生们`],
    ['市民', '市民反映', '市民反映'],
    ['张', '张家巷', '张家巷'],
    ['J.(Jo) [x]', 'J.(Jo) [x] 说', `${HIDDEN} 说`],
  ])('a complainant called “%s”', (name, text, shown) => {
    expect(hideIn(text, [{ name, phone: '' }])).toBe(shown);
  });
});

describe('an answer without hidden complainants', () => {
  const hide = (value: unknown, people = [ZHANG]) => hideEverywhere(value, people);

  test('is clean at any depth, of any shape', () => {
    const answer = { items: [{ subject: '张小明家漏水', data: { list: ['13812341234', null, 3, true] } }], next: null };
    expect(hide(answer)).toEqual({
      items: [{ subject: `${HIDDEN}家漏水`, data: { list: [HIDDEN, null, 3, true] } }],
      next: null,
    });
  });

  test('loses other telephone numbers where it is language, and no key, id or instant', () => {
    const kept = {
      at: '2026-11-23T01:00:00.000Z',
      key: '2251799813685249',
      case: 'YS20261123-0001',
      id: '20261123-2026-4112-8123-412342026112',
    };
    expect(hide({ ...kept, text: '打给 139 8765 4321 或物业' })).toEqual({ ...kept, text: `打给 ${HIDDEN} 或物业` });
    expect(hide(kept, [{ name: 'YS', phone: '20261123' }])).toEqual(kept);
  });

  test('a number inside a longer one is not the complainant’s', () => {
    expect(hide({ key: '2213812341234999' })).toEqual({ key: '2213812341234999' });
  });
});
