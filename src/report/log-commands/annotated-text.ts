import type { Finding } from '../../core/finding.ts';
import type { ReportBody, ReportContext } from '../../core/reporter.ts';
import { writeTextPage } from '../prose/text-page.ts';
import { type Annotation, annotateFinding, annotateNotice, annotateProblem } from './annotation.ts';

/** How a CI system's log is written. */
export interface LogStyle {
  /** What stands before and after the text report, so that nothing in it is obeyed. */
  readonly open: string;
  readonly close: string;
  /** How many annotations of each level the system shows; more would be dropped in silence. */
  readonly levelLimit: number;
  /** One line, ended. */
  readonly writeCommand: (annotation: Annotation) => string;
}

/** The text report with every finding, then annotations of the first ones, in one traversal of the findings. Shows no secret: logs are kept. */
export function* writeAnnotatedText(
  body: ReportBody,
  context: ReportContext,
  { open, close, levelLimit, writeCommand }: LogStyle,
): Generator<string> {
  const annotations = new Annotations(levelLimit);
  yield open;
  const watched = { ...body, findings: annotations.watch(body.findings) };
  yield* writeTextPage(watched, { ...context, showsSecrets: false });
  yield close;
  for (const problem of body.problems) annotations.add(() => annotateProblem(problem));
  for (const notice of body.notices) annotations.add(() => annotateNotice(notice));
  for (const annotation of annotations.kept) yield writeCommand(annotation);
}

/** Keeps the first ones of each level. */
class Annotations {
  readonly kept: Annotation[] = [];
  readonly #levelLimit: number;
  readonly #room: Record<Annotation['level'], number>;

  constructor(levelLimit: number) {
    this.#levelLimit = levelLimit;
    this.#room = { error: levelLimit, warning: levelLimit };
  }

  *watch(findings: Iterable<Finding>): Generator<Finding> {
    for (const finding of findings) {
      this.add(() => annotateFinding(finding));
      yield finding;
    }
  }

  add(annotate: () => Annotation): void {
    if (this.kept.length === 2 * this.#levelLimit) return;
    const annotation = annotate();
    if (this.#room[annotation.level] === 0) return;
    this.#room[annotation.level] -= 1;
    this.kept.push(annotation);
  }
}
