using Taler.Merchant;

namespace Taler.Paywall;

/// <summary>A resource, as it is offered to buyers.</summary>
/// <param name="Name">The resource name: what is bought. Whoever paid for it may see everything that bears it.</param>
/// <param name="Price">The price.</param>
/// <param name="Summary">What the wallet shows.</param>
/// <param name="FulfillmentUrl">Where the wallet leads buyers: an absolute URL, always the same for one resource of one site.</param>
/// <param name="Source">Who sells it: the key of an entry in the configuration (<c>TalerPaywall:Resources:0</c>), or the display name of an endpoint.</param>
public sealed record TalerResource(string Name, Amount Price, string Summary, string FulfillmentUrl, string Source);
