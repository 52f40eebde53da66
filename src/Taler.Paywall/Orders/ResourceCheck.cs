using System.Text.Json;
using System.Text.Json.Nodes;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>Ties an order to what it buys. A paid order opens the resource that its contract names, and no other.</summary>
internal static class ResourceCheck
{
    private const string Section = "taler_paywall";
    private const string Member = "resource";

    /// <summary>What goes into the contract's <c>extra</c>.</summary>
    public static JsonObject Extra(string resourceName) => new() { [Section] = new JsonObject { [Member] = resourceName } };

    /// <summary>Whether the contract names what is offered.</summary>
    public static bool Names(OrderStatus.Paid paid, Offer offer)
    {
        if (ResourceName(paid.ContractTerms.Extra) is { } name)
            return string.Equals(name, offer.Resource.Name, StringComparison.Ordinal);

        // An order that another storefront made for the same page. Wallets can make such orders themselves, from templates, and then
        // with a price of their own; so the price counts here.
        return string.Equals(paid.ContractTerms.FulfillmentUrl, offer.FulfillmentUrl, StringComparison.Ordinal)
            && paid.AmountPaid is { } amount
            && string.Equals(amount.Currency, offer.Resource.Price.Currency, StringComparison.Ordinal)
            && amount >= offer.Resource.Price;
    }

    private static string? ResourceName(JsonElement? extra) =>
        extra is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(Section, out var section) && section.ValueKind is JsonValueKind.Object
        && section.TryGetProperty(Member, out var name)
            // A name of another type is a name that cannot be ours.
            ? name.ValueKind is JsonValueKind.String ? name.GetString() : ""
            : null;
}
