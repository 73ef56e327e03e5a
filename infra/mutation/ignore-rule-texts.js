// Clause and text of a rule are words for people: a mutant that changes them breaks nothing that a test could see.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const words = ['clause', 'text'];

const ruleTexts = {
  shouldIgnore: ({ parent }) =>
    parent?.type === 'ObjectProperty' && words.includes(parent.key.name)
      ? 'words for people'
      : undefined,
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'rule-texts', ruleTexts)];
