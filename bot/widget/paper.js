// The one thing on a page to print that needs a script.
const button = document.querySelector("button");
button.hidden = false;
button.addEventListener("click", () => print());
