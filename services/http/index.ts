export {
  errorReply,
  jsonReply,
  serveHttp,
  type HttpAsk,
  type HttpReply,
  type HttpService,
} from './serve-http.ts';
