fetch("/goods.json")
  .then((answer) => answer.json())
  .then((goods) => {
    const list = document.getElementById("goods");
    for (const item of goods) {
      const entry = document.createElement("li");
      entry.textContent = `${item.name}: ${item.price}`;
      list.append(entry);
    }
  });
