// Clause and text of a rule are words for people: a mutant that changes them breaks nothing that a test could see.

const words = ['clause', 'text'];

const ruleTexts = {
  shouldIgnore: ({ parent }) =>
    parent?.type === 'ObjectProperty' && words.includes(parent.key.name)
      ? 'words for people'
      : undefined,
};

/** Read by Stryker. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'rule-texts', value: ruleTexts }];
