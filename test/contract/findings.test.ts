import { describe, expect, it } from 'vitest';
import { type Bundle, readBundle, workerTypes } from '../../src/contract/bundle.ts';
import { bundleFindings } from '../../src/contract/findings.ts';

const bundle = readBundle('bpmn');
const types = workerTypes('workers');

type Change = { file: string; from: string; to: string; all?: true };

/** The real bundle with one text replaced; fails when the text is not there, so that no case tests nothing. */
function changed({ file, from, to, all }: Change): Bundle {
  const before = bundle[file] ?? '';
  const after = all ? before.replaceAll(from, to) : before.replace(from, to);
  if (after === before) throw new Error(`${file} does not contain ${from}`);
  return { ...bundle, [file]: after };
}

const without = (...files: string[]): Bundle =>
  Object.fromEntries(Object.entries(bundle).filter(([file]) => !files.includes(file)));

const rulesFound = async (files: Bundle, taskTypes: readonly string[] = types) =>
  (await bundleFindings(files, taskTypes)).map(({ file, element, rule }) => [rule, file, element].join(' ').trimEnd());

describe('the contract between diagrams and code', () => {
  it('finds nothing in the bundle that the project ships', async () => {
    expect(await bundleFindings(bundle, types)).toEqual([]);
  });

  it('says in Chinese what is wrong and where', async () => {
    expect(
      await bundleFindings(
        changed({ file: 'feedback.bpmn', from: 'type="record-callback"', to: 'type="ring"' }),
        types,
      ),
    ).toContainEqual({
      file: 'feedback.bpmn',
      element: 'record-callback',
      rule: 'task-type-without-worker',
      message: '任务类型“ring”没有对应的程序 workers/ring.ts。',
    });
  });

  const broken: Array<[title: string, finding: string, change: Change]> = [
    ['XML that ends too early', 'unreadable duty.bpmn', { file: 'duty.bpmn', from: '</bpmn:definitions>', to: '' }],
    [
      'a flow to an element that does not exist',
      'unreadable feedback.bpmn',
      { file: 'feedback.bpmn', from: 'targetRef="callback"', to: 'targetRef="nowhere"' },
    ],
    ['a decision that is no XML', 'unreadable acceptance.dmn', { file: 'acceptance.dmn', from: '<?xml', to: '?xml' }],
    ['a form that is no JSON', 'unreadable report.form', { file: 'report.form', from: '{', to: '' }],
    [
      'a process id unlike its file name',
      'process-id feedback.bpmn',
      { file: 'feedback.bpmn', from: '"feedback"', to: '"feed-back"', all: true },
    ],
    [
      'a decision id unlike its file name',
      'decision-id acceptance.dmn',
      { file: 'acceptance.dmn', from: '"acceptance"', to: '"accept"', all: true },
    ],
    [
      'a form id unlike its file name',
      'form-id report.form',
      { file: 'report.form', from: '"id": "report"', to: '"id": "reports"' },
    ],
    [
      'a task type without a worker',
      'task-type-without-worker duty.bpmn set-alarm',
      { file: 'duty.bpmn', from: 'type="set-alarm"', to: 'type="ring"' },
    ],
    [
      'a worker without a task',
      'worker-without-task workers/set-alarm.ts',
      { file: 'duty.bpmn', from: 'type="set-alarm"', to: 'type="notify"' },
    ],
    [
      'a call of an unknown process',
      'called-process-missing joint-handling.bpmn feedback',
      { file: 'joint-handling.bpmn', from: 'processId="feedback"', to: 'processId="call-back"' },
    ],
    [
      'an unknown decision',
      'called-decision-missing duty.bpmn handling-deadline',
      { file: 'duty.bpmn', from: 'decisionId="handling-deadline"', to: 'decisionId="deadline"' },
    ],
    [
      'a called process bound to the latest version',
      'binding feedback.bpmn callback',
      { file: 'feedback.bpmn', from: 'bindingType="deployment"', to: 'bindingType="latest"', all: true },
    ],
    [
      'a decision without a binding',
      'binding acceptance-review.bpmn acceptance',
      {
        file: 'acceptance-review.bpmn',
        from: ' resultVariable="review" bindingType="deployment"',
        to: ' resultVariable="review"',
      },
    ],
    [
      'a duty without a role',
      'duty-input feedback.bpmn callback',
      { file: 'feedback.bpmn', from: 'target="role"', to: 'target="post"' },
    ],
    [
      'a duty without a stage',
      'duty-input feedback.bpmn callback',
      { file: 'feedback.bpmn', from: 'target="stage"', to: 'target="phase"' },
    ],
    [
      'a duty without a scope',
      'duty-input feedback.bpmn callback',
      { file: 'feedback.bpmn', from: 'target="scope"', to: 'target="part"' },
    ],
    [
      'a deadline of no time',
      'deadline-rule handling-deadline.dmn rule-1',
      { file: 'handling-deadline.dmn', from: '<text>8</text>', to: '<text>0</text>' },
    ],
    [
      'a deadline in a unit that nobody knows',
      'deadline-rule handling-deadline.dmn rule-1',
      { file: 'handling-deadline.dmn', from: '<text>"second"</text>', to: '<text>"moon"</text>' },
    ],
    [
      'deadlines without a limit',
      'deadline-rule-column handling-deadline.dmn',
      { file: 'handling-deadline.dmn', from: 'name="limit"', to: 'name="most"' },
    ],
    [
      'a duty without a form',
      'duty-input feedback.bpmn callback',
      { file: 'feedback.bpmn', from: 'target="form"', to: 'target="sheet"' },
    ],
    [
      'a duty whose form has no file',
      'form-missing feedback.bpmn callback',
      {
        file: 'feedback.bpmn',
        from: 'source="=&quot;callback&quot;" target="form"',
        to: 'source="=&quot;call&quot;" target="form"',
      },
    ],
    [
      'a duty whose form is computed',
      'form-missing feedback.bpmn callback',
      {
        file: 'feedback.bpmn',
        from: 'source="=&quot;callback&quot;" target="form"',
        to: 'source="=step" target="form"',
      },
    ],
    [
      'a message that nobody publishes',
      'message-without-publisher duty.bpmn message-resumed',
      { file: 'duty.bpmn', from: 'name="resumed"', to: 'name="continued"' },
    ],
    [
      'an escalation that nobody catches',
      'escalation-not-caught duty.bpmn end-leadership',
      { file: 'duty.bpmn', from: 'escalationCode="leadership"', to: 'escalationCode="help"' },
    ],
    [
      'an escalation that nobody throws',
      'escalation-never-thrown joint-handling.bpmn leadership-escalated',
      { file: 'joint-handling.bpmn', from: 'escalationCode="leadership"', to: 'escalationCode="help"' },
    ],
    [
      'an error of a worker that nobody catches',
      'error-not-caught workers',
      { file: 'joint-handling.bpmn', from: 'errorCode="duplicate-instance"', to: 'errorCode="twice"' },
    ],
    [
      'an error that nobody throws',
      'error-never-thrown joint-handling.bpmn duplicate-instance',
      { file: 'joint-handling.bpmn', from: 'errorCode="duplicate-instance"', to: 'errorCode="twice"' },
    ],
    [
      'a task without a name',
      'name-missing feedback.bpmn record-callback',
      { file: 'feedback.bpmn', from: ' name="登记回访"', to: '' },
    ],
    [
      'a lane without a name',
      'name-missing feedback.bpmn lane-platform',
      { file: 'feedback.bpmn', from: ' name="12345平台"', to: '' },
    ],
    [
      'a gateway without a name that only joins',
      'name-missing acceptance-review.bpmn merge-acceptance',
      { file: 'acceptance-review.bpmn', from: ' name="审核完毕"', to: '' },
    ],
    [
      'a parallel gateway without a name',
      'name-missing duty.bpmn fork',
      { file: 'duty.bpmn', from: ' name="同时进行"', to: '' },
    ],
    [
      'an English name',
      'name-not-chinese feedback.bpmn record-callback',
      { file: 'feedback.bpmn', from: '登记回访', to: 'record callback' },
    ],
    [
      'an unanswered question',
      'flow-without-answer feedback.bpmn has-complainant--merge-called-back',
      { file: 'feedback.bpmn', from: ' name="否"', to: '' },
    ],
  ];
  it.each(broken)('refuses %s', async (_title, finding, change) => {
    expect(await rulesFound(changed(change))).toContain(finding);
  });

  const fine: Array<[title: string, change: Change]> = [
    [
      'a form named as a plain constant',
      {
        file: 'feedback.bpmn',
        from: 'source="=&quot;callback&quot;" target="form"',
        to: 'source="callback" target="form"',
      },
    ],
    ['another name', { file: 'feedback.bpmn', from: '登记回访', to: '12345 回访登记' }],
    [
      'a task type that another worker serves as well',
      { file: 'feedback.bpmn', from: 'type="notify"', to: 'type="record-callback"' },
    ],
    ['another form text', { file: 'report.form', from: '部门报到', to: '到场报到' }],
    [
      'an unnamed parallel gateway’s flow',
      {
        file: 'duty.bpmn',
        from: '<bpmn:sequenceFlow id="fork--merge-clock"',
        to: '<bpmn:sequenceFlow name="" id="fork--merge-clock"',
      },
    ],
  ];
  it.each(fine)('accepts %s', async (_title, change) => {
    expect(await rulesFound(changed(change))).toEqual([]);
  });

  it('misses the form of a step when its file is deleted, and only that', async () => {
    expect(await rulesFound(without('handle.form'))).toEqual(['form-missing department-handling.bpmn handle']);
  });

  it('misses every caller’s process when its file is deleted', async () => {
    const found = await rulesFound(without('department-response.bpmn'));
    expect(found).toContain('called-process-missing joint-work.bpmn department-response');
    expect(found).toContain('called-process-missing city-district-coordination.bpmn department-response');
  });

  it('reports a worker whose task was never drawn', async () => {
    expect(await rulesFound(bundle, [...types, 'paint-the-town'])).toEqual([
      'worker-without-task workers/paint-the-town.ts',
    ]);
  });

  it('reports every broken file, not the first only', async () => {
    const files = { ...changed({ file: 'report.form', from: '{', to: '' }), 'acceptance.dmn': 'no xml' };
    const found = await rulesFound(files);
    expect(found).toContain('unreadable report.form');
    expect(found).toContain('unreadable acceptance.dmn');
  });
});
