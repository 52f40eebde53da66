using Microsoft.AspNetCore.Html;

namespace Taler.Paywall;

/// <summary>What is for sale on the price page and the pay page.</summary>
public sealed class TalerPageSale
{
    /// <summary>What is sold.</summary>
    public required TalerResource Resource { get; init; }

    /// <summary>The price, written for the visitor: <c>0,50 €</c>.</summary>
    /// <remarks>Put it into <c>&lt;bdi&gt;</c>, so that its direction stays its own.</remarks>
    public required string Price { get; init; }

    /// <summary>The site's teaser (<c>AddTeaser</c>), which needs no encoding; null if there is none.</summary>
    public HtmlString? Teaser { get; init; }

    /// <summary>Where a visitor without wallet gets one.</summary>
    public required TalerPageLink GetWallet { get; init; }
}
