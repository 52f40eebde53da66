using Taler.Merchant;

namespace Taler.Paywall.Pages;

/// <summary>What a page says, in no language yet.</summary>
internal sealed record PageContent(TalerPageKind Kind, PageText Heading, IReadOnlyList<PageText> Paragraphs)
{
    public IReadOnlyList<PageContentLink> Links { get; init; } = [];

    public PageContentLink? Button { get; init; }

    /// <summary>What is for sale here. Only such a page has a price, a teaser, and hints about wallets.</summary>
    public TalerResource? Offer { get; init; }

    /// <summary>What the texts are about.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The sum that the texts name.</summary>
    public Amount? Amount { get; init; }

    public PayParts? Pay { get; init; }
}

/// <summary>A link or a button of a page.</summary>
internal sealed record PageContentLink(PageText Text, string Target);
