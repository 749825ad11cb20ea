/** What is shown of questions that overlap: the answer to the newest one, whichever comes in last. */
export function newest<Answer>() {
  let latest = 0;
  let shown: Answer | undefined;
  return {
    /** Until the newest question is answered, the answer before it. */
    get shown(): Answer | undefined {
      return shown;
    },
    /** A question that failed shows nothing: the answer before it was to another one. */
    async ask(question: Promise<Answer>): Promise<void> {
      latest += 1;
      const mine = latest;
      try {
        const answer = await question;
        if (mine === latest) shown = answer;
      } catch (error) {
        if (mine !== latest) return;
        shown = undefined;
        throw error;
      }
    },
  };
}
