export { resumeJourneys, type Resumed, type ResumeOptions } from './resume.ts';
