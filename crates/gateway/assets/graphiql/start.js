"use strict";
(() => {
  const http = new URL("/graphql", window.location.href);
  const socket = new URL(http);
  socket.protocol = http.protocol === "https:" ? "wss:" : "ws:";
  const fetcher = GraphiQL.createFetcher({ url: http.href, subscriptionUrl: socket.href });
  const defaultQuery = `# Farsight's API. Press Ctrl-Enter to run, Ctrl-Space to complete.
# Every answer says what it cost in "extensions".
{
  __typename
}
`;
  const page = React.createElement(GraphiQL, { fetcher, defaultQuery, defaultEditorToolsVisibility: true });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
})();
