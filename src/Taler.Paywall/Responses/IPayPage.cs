using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.Paywall.Orders;

namespace Taler.Paywall.Responses;

/// <summary>The page of the site itself on which a visitor pays. The package <c>Taler.Paywall.PayPage</c> has one.</summary>
internal interface IPayPage
{
    /// <summary>Shows an order to the visitor whose session it was made for, as the complete answer to his request.</summary>
    Task ShowAsync(HttpContext context, Offer offer, OrderStatus.Unpaid order);
}
