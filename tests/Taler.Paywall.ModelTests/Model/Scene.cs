using System.Globalization;
using Taler.Merchant;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Paywall.ModelTests.Histories;
using Taler.Paywall.ModelTests.World;
using SandboxOrder = Taler.Merchant.Sandbox.Orders.Order;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>One history while it is played: browsers and wallets of its own, resources of its own, and its story so far.</summary>
internal sealed class Scene
{
    private readonly string[] _names;
    private readonly string[] _urls;
    private readonly List<string> _story = [];
    private readonly List<OrderId> _orders = [];

    public Scene(Stage stage, Tally tally)
    {
        (Stage, Tally) = (stage, tally);
        var number = (++stage.Histories).ToString(CultureInfo.InvariantCulture);
        _names = [$"essay:{number}-a", $"essay:{number}-b", $"report:{number}"];
        _urls = [.. _names.Select(name => $"{ShopSettings.Site}/{name.Replace(":", "s/", StringComparison.Ordinal)}")];
        Wallets = [.. Enumerable.Range(0, Names.Wallets).Select(_ => stage.Backend.NewWallet())];
        Secrets.Add(Backend.AccessToken["secret-token:".Length..]);
        foreach (var browser in Browsers)
            Secrets.Add(browser.Key);
    }

    public Stage Stage { get; }

    public Tally Tally { get; }

    public Browser[] Browsers { get; } = [.. Enumerable.Range(0, Names.Browsers).Select(number => new Browser(number))];

    public Wallet[] Wallets { get; }

    /// <summary>Who paid an order.</summary>
    public Dictionary<OrderId, int> Payers { get; } = [];

    /// <summary>Sessions that paid another shop for a page of ours.</summary>
    public HashSet<(SessionId Session, int Resource)> Forged { get; } = [];

    /// <summary>What was asked for, and how, by whom.</summary>
    public HashSet<(int Browser, int Resource, Way Way)> Wishes { get; } = [];

    /// <summary>What no line of the log may tell.</summary>
    public HashSet<string> Secrets { get; } = [];

    /// <summary>How far the clocks were set back.</summary>
    public TimeSpan SetBack { get; set; }

    /// <summary>Whether the backend was to refuse calls.</summary>
    public bool HadRefusals { get; set; }

    /// <summary>Whether the backend lost a purchase.</summary>
    public bool HasLost { get; set; }

    /// <summary>Orders that the backend cleared away or lost.</summary>
    public HashSet<OrderId> Gone { get; } = [];

    public IReadOnlyList<string> Story => _story;

    public string Url(int resource) => _urls[resource];

    /// <summary>The name that our shop writes into the contract.</summary>
    public string NameOf(int resource) => _names[resource];

    /// <summary>The orders of this history, the oldest first.</summary>
    public IEnumerable<SandboxOrder> Orders() => Stage.Backend.Book.All().Where(order => _urls.Contains(order.Proposal.FulfillmentUrl));

    public IEnumerable<SandboxOrder> Orders(int resource) => Stage.Backend.Book.All().Where(order => order.Proposal.FulfillmentUrl == Url(resource));

    public Sale? SaleOf(OrderId orderId) => Stage.Ledger.SaleOf(orderId, Stage.Backend.Book);

    /// <summary>A short name for an order, in the order in which the story meets them.</summary>
    public string Nick(OrderId orderId)
    {
        if (!_orders.Contains(orderId))
            _orders.Add(orderId);
        return "order " + (_orders.IndexOf(orderId) + 1);
    }

    public void Tell(Step step) => _story.Add(step.Text);

    /// <summary>Says what came of the step.</summary>
    public void Tell(string outcome) => _story.Add("    " + outcome);

    public Violation Break(string rule) => new(rule, _story);
}
