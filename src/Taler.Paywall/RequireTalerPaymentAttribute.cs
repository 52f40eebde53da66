using Taler.Merchant;

namespace Taler.Paywall;

/// <summary>Sells an endpoint: a controller, an action, a Razor Page, a hub, or the handler of a minimal API.</summary>
/// <remarks>
/// It holds wherever the request comes from: after a rewrite, for endpoints that short-circuit the pipeline, and without
/// <c>UseTalerPaywall()</c>. It stands above the configured patterns.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireTalerPaymentAttribute : Attribute, ITalerPaymentMetadata
{
    /// <summary>Sells the endpoint.</summary>
    /// <param name="price">A Taler amount greater than zero, for example <c>KUDOS:1</c>.</param>
    /// <param name="summary">What the buyer sees in the wallet; route values in braces. Null: the resource name.</param>
    /// <exception cref="ArgumentException">The price is not an amount, or is zero.</exception>
    public RequireTalerPaymentAttribute(string price, string? summary = null)
    {
        if (!Amount.TryParse(price, out var amount) || amount.IsZero)
            throw new ArgumentException($"\"{price}\" is not a price. Write CURRENCY:VALUE, more than zero, for example KUDOS:1.50.", nameof(price));
        Price = price;
        Summary = summary;
    }

    /// <inheritdoc/>
    public string Price { get; }

    /// <inheritdoc/>
    public string? Summary { get; }

    /// <inheritdoc/>
    public string? Name { get; set; }
}
