import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with `N passed, N failed`, and fails it when nothing ran: an empty run proves nothing. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string) => states.filter((one) => one === state).length;
    const failedCount =
      count('failed') +
      modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    process.stdout.write(`\n${count('passed')} passed, ${failedCount} failed, ${count('skipped')} skipped\n`);
    if (count('passed') === 0) process.exitCode = 1;
  }
}
