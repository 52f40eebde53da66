using System.Text.Json;
using System.Text.Json.Nodes;
using Taler.Merchant;

namespace Taler.Paywall.Orders;

/// <summary>Ties an order to what it buys. A paid order opens the resource that its contract names, and no other.</summary>
internal static class ResourceCheck
{
    private const string Section = "taler_paywall";
    private const string ResourceMember = "resource";
    private const string SiteMember = "site";
    private const string PatternMember = "pattern";

    /// <summary>What goes into the contract's <c>extra</c>.</summary>
    public static JsonObject Extra(Offer offer) => new()
    {
        [Section] = new JsonObject { [ResourceMember] = offer.Resource.Name, [SiteMember] = offer.Site, [PatternMember] = offer.Resource.Rule.Pattern.RawText },
    };

    /// <summary>Whether the contract names what is offered.</summary>
    /// <param name="paid">The paid order.</param>
    /// <param name="offer">What is offered.</param>
    /// <param name="isAdopted">Whether the backend named the order, so that any shop there may have made it; our cookie holds only what was ours.</param>
    public static bool Names(OrderStatus.Paid paid, Offer offer, bool isAdopted)
    {
        var isSamePage = string.Equals(paid.ContractTerms.FulfillmentUrl, offer.FulfillmentUrl, StringComparison.Ordinal);
        var coversPrice = Covers(paid.AmountPaid, offer.Resource.Price);

        // Without our mark it is the order of another storefront for the same page. Wallets can make such orders themselves, from
        // templates, and other shops at the same backend can, with a price of their own. With it, either is enough: a price that was
        // raised since keeps the page, a site that moved keeps the price. A page keeps only what its own rule sold: another rule may
        // give the same name and URL to another method of the path, and sell it cheaper.
        return IsOurs(paid.ContractTerms.Extra, offer) switch
        {
            true when isAdopted && offer.Site.Length == 0 => isSamePage && coversPrice,
            true => coversPrice || (isSamePage && IsOfSameRule(paid.ContractTerms.Extra, offer)),
            false => false,
            null => isSamePage && coversPrice,
        };
    }

    /// <summary>Whether a sum is at least the price, in its currency.</summary>
    public static bool Covers(Amount? paid, Amount price) =>
        paid is not null && string.Equals(paid.Currency, price.Currency, StringComparison.Ordinal) && paid >= price;

    /// <returns>Null if the contract was made by another storefront.</returns>
    private static bool? IsOurs(JsonElement? extra, Offer offer)
    {
        try
        {
            return Reads(extra, offer);
        }
        catch (InvalidOperationException)
        {
            // Text with half a character in it, which we never write.
            return null;
        }
    }

    private static bool? Reads(JsonElement? extra, Offer offer)
    {
        if (extra is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty(Section, out var mark) || mark.ValueKind is not JsonValueKind.Object)
            return null;
        if (!mark.TryGetProperty(SiteMember, out var site) || !Is(site, offer.Site))
            return null;
        return mark.TryGetProperty(ResourceMember, out var name) && Is(name, offer.Resource.Name);
    }

    /// <summary>Asked only of a contract that is ours.</summary>
    private static bool IsOfSameRule(JsonElement? extra, Offer offer) =>
        extra!.Value.GetProperty(Section).TryGetProperty(PatternMember, out var pattern) && Is(pattern, offer.Resource.Rule.Pattern.RawText ?? "");

    private static bool Is(JsonElement element, string text) => element.ValueKind is JsonValueKind.String && element.ValueEquals(text);
}
