namespace EssayShop.Essays;

/// <summary>The essays of the shop in the order of the index. What they cost stands in appsettings.json.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Essay> Essays { get; } =
    [
        new("bread", "The Slow Half of Bread",
            "A loaf has four ingredients, and the recipe names three of them. On autolyse, the year the clock won, and why the best thing you can do for a dough is to leave the room.",
            "A scored loaf on a board; behind it a window, a bowl of risen dough and a clock.", 4),
        new("lighthouses", "Four Towers on One Reef",
            "Economists say that nobody can sell a light at sea. Sailors paid for one all the same. The story of the Eddystone, of the men who kept being wrong in new ways, and of what the keepers kept.",
            "A striped lighthouse on a reef at night; its beam reaches a small sailing ship.", 5),
        new("maps", "What a Map Leaves Out",
            "The perfect map would shut out the sun. So every map takes things away, and somebody decides which. With a town in the Catskills that was put in instead.",
            "An unfolded map: coast and hills on the left turn into a diagram of straight lines on the right.", 4),
        new("money", "What a Coin Forgets",
            "A coin does not know where it has been. Nobody designed this, and nobody wrote down what it was worth. On Vespasian’s nose, a diary I never meant to write, and an envelope lined with carbon paper.",
            "A sealed envelope with a slip of paper in it, an account book without names, and a few coins.", 4),
        new("wall-charts", "The Volcano on the Wall",
            "For a hundred years, children who had finished their sums looked up and saw the inside of a volcano. A short history of the paper wall chart, the slowest screen ever made.",
            "Two pupils in front of a wall with two charts: a volcano cut open, and lives drawn as lines.", 4),
        new("gardens", "Twenty Bottles of Sand",
            "In 1879 a botanist buried twenty bottles of seeds and left a map. The last will be opened in 2100. On radishes, asparagus, walnuts, and three kinds of waiting.",
            "A seedling, a staked sapling and a great tree; below them, in the soil, a row of bottles.", 4),
    ];

    public static Essay? Find(string slug) => Essays.FirstOrDefault(essay => string.Equals(essay.Slug, slug, StringComparison.OrdinalIgnoreCase));
}
