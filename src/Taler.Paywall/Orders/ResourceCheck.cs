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
        var isSamePage = string.Equals(paid.ContractTerms.FulfillmentUrl, offer.FulfillmentUrl, StringComparison.Ordinal);
        var coversPrice = Covers(paid.AmountPaid, offer.Resource.Price);

        // Without a name it is the order of another storefront for the same page. Wallets can make such orders themselves, from
        // templates, and then with a price of their own. With our name on it, either is enough: a price that was raised since keeps
        // the page, a site that moved keeps the price, and a name that two rules should happen to share opens nothing dearer.
        return ResourceName(paid.ContractTerms.Extra) is { } name
            ? string.Equals(name, offer.Resource.Name, StringComparison.Ordinal) && (isSamePage || coversPrice)
            : isSamePage && coversPrice;
    }

    /// <summary>Whether a sum is at least the price, in its currency.</summary>
    public static bool Covers(Amount? paid, Amount price) =>
        paid is not null && string.Equals(paid.Currency, price.Currency, StringComparison.Ordinal) && paid >= price;

    private static string? ResourceName(JsonElement? extra) =>
        extra is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty(Section, out var section) && section.ValueKind is JsonValueKind.Object
        && section.TryGetProperty(Member, out var name)
            // A name of another type is a name that cannot be ours.
            ? name.ValueKind is JsonValueKind.String ? name.GetString() : ""
            : null;
}
