using System.Net;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.StateMachine;

namespace Taler.Paywall.Orders;

/// <summary>Who walks.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Start">How the walk begins.</param>
/// <param name="Entry">What the session keeps of the resource.</param>
/// <param name="Own">Where the session stands in its own chain on the present terms.</param>
/// <param name="Purchase">Which orders may be created.</param>
/// <param name="Remembered">The payment that was found in the cache, too old to be trusted without a question; null if there is none.</param>
/// <param name="Address">Where the request came from, for the limit per client.</param>
internal readonly record struct Buyer(
    SessionId SessionId, OrderOrigin Start, OrderEntry? Entry, OrderEntry? Own, Purchase Purchase, TalerPayment? Remembered, IPAddress? Address);
