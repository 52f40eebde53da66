using Taler.Paywall.ModelTests.World;

namespace Taler.Paywall.ModelTests.Histories;

/// <summary>One thing that somebody does, or that happens. Small numbers stand for whom and what, see <see cref="Names"/>.</summary>
internal abstract record Step
{
    /// <summary>What the step is counted as.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The step as a sentence.</summary>
    public abstract string Text { get; }
}

/// <summary>How a browser asks for something.</summary>
internal enum Way
{
    /// <summary>A person opens the page and goes wherever he is sent.</summary>
    Page,

    /// <summary>A script asks, with the cookie.</summary>
    Script,

    /// <summary>A program asks, with a session in a header.</summary>
    Header,

    /// <summary>A program asks, with an idempotency key.</summary>
    Key,

    /// <summary>Somebody who does not buy: HEAD.</summary>
    Look,
}

internal sealed record Visit(int Browser, int Resource, int Node, Way Way) : Step
{
    public override string Kind => "Visit, " + Way;

    public override string Text => $"{Names.Browser(Browser)} asks for {Names.Resource(Resource)} at node {Node} ({Way})";
}

/// <summary>One browser opens a page in several tabs at once, which meet both nodes.</summary>
internal sealed record Tabs(int Browser, int Resource) : Step
{
    public override string Text => $"{Names.Browser(Browser)} opens {Names.Resource(Resource)} in three tabs at once";
}

/// <summary>The button on a price page.</summary>
internal sealed record Order(int Browser, int Resource, int Node) : Step
{
    public override string Text => $"{Names.Browser(Browser)} presses \"order\" for {Names.Resource(Resource)} at node {Node}";
}

/// <summary>The button on a refund page.</summary>
internal sealed record BuyAgain(int Browser, int Resource, int Node) : Step
{
    public override string Text => $"{Names.Browser(Browser)} presses \"buy again\" for {Names.Resource(Resource)} at node {Node}";
}

/// <summary>A wallet takes the order that a browser was last asked to pay.</summary>
internal sealed record Claim(int Browser, int Resource, int Wallet) : Step
{
    public override string Text => $"{Names.Wallet(Wallet)}'s wallet claims the order that {Names.Browser(Browser)} has for {Names.Resource(Resource)}";
}

/// <summary>A wallet pays the order that a browser was last asked to pay, or proves an older purchase under its session.</summary>
internal sealed record Pay(int Browser, int Resource, int Wallet) : Step
{
    public override string Text => $"{Names.Wallet(Wallet)}'s wallet pays the order that {Names.Browser(Browser)} has for {Names.Resource(Resource)}";
}

/// <summary>Another shop at the backend sells the same page for next to nothing, under the session of a browser.</summary>
internal sealed record Forge(int Browser, int Resource) : Step
{
    public override string Text => $"{Names.Browser(Browser)} pays another shop a trifle for the page of {Names.Resource(Resource)}";
}

/// <summary>The newest purchase of a resource is refunded: by a node, or in the back office.</summary>
internal sealed record Refund(int Resource, int Node, bool IsWhole) : Step
{
    public override string Text => $"{(Node is 0 or 1 ? $"Node {Node}" : "The back office")} refunds {(IsWhole ? "all" : "a part")} of the newest purchase of {Names.Resource(Resource)}";
}

internal sealed record PickUp(int Resource) : Step
{
    public override string Text => $"The wallet picks up the refund of {Names.Resource(Resource)}";
}

/// <summary>Essays get another price on one node, or on both.</summary>
internal sealed record Reprice(int Node, int Price) : Step
{
    public override string Text => $"{(Node is 0 or 1 ? $"Node {Node} sells" : "Both nodes sell")} essays for {ShopSettings.Prices[Price]} now";
}

internal sealed record DropCookies(int Browser) : Step
{
    public override string Text => $"{Names.Browser(Browser)} deletes its cookies";
}

internal sealed record CopyCookies(int From, int To) : Step
{
    public override string Text => $"{Names.Browser(To)} gets a copy of the cookies of {Names.Browser(From)}";
}

/// <summary>A browser has a cookie again that it had before.</summary>
internal sealed record RestoreCookie(int Browser, int Back) : Step
{
    public override string Text => $"{Names.Browser(Browser)} goes back to the cookie that it had {Back} answers ago";
}

internal sealed record Pass(TimeSpan Time) : Step
{
    public override string Text => $"{Time} pass";
}

internal sealed record SetBack(TimeSpan Time) : Step
{
    public override string Text => $"The clocks are set back by {Time}";
}

/// <summary>Trouble waits for the next calls of a node, or of both.</summary>
internal sealed record Trouble(Harm Harm, Calls Calls, int Node, int Times) : Step
{
    public override string Kind => "Trouble, " + Harm;

    public override string Text => $"{Times} calls ({Calls}) of {(Node is 0 or 1 ? $"node {Node}" : "the nodes")} will meet {Harm}";
}

internal sealed record Heal : Step
{
    public override string Text => "The backend is healthy again";
}

internal sealed record Restart(int Node) : Step
{
    public override string Text => $"Node {Node} starts anew";
}

/// <summary>The backend forgets the orders that can be paid no more.</summary>
internal sealed record Collect : Step
{
    public override string Text => "The backend clears its expired orders away";
}

/// <summary>The backend is restored from a backup that has no purchase of the resource yet. Whoever paid takes another wallet.</summary>
internal sealed record Lose(int Resource) : Step
{
    public override string Text => $"The backend loses the newest purchase of {Names.Resource(Resource)}";
}
