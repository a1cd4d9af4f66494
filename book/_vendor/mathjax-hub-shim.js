// The widget manager typesets labels through MathJax 2's queue; the pages carry MathJax 3.
if (window.MathJax) {
  MathJax.Hub = {
    Queue: ([, , element]) => MathJax.startup.promise.then(() => MathJax.typesetPromise([element])),
  };
}
