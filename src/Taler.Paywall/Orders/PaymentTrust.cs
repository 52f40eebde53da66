namespace Taler.Paywall.Orders;

/// <summary>How far a remembered payment is trusted.</summary>
/// <param name="Lifetime">For how long the backend is not asked again.</param>
/// <param name="OutageGrace">For how long beyond that the payment opens its page while the backend cannot tell.</param>
internal sealed record PaymentTrust(TimeSpan Lifetime, TimeSpan OutageGrace)
{
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    public static readonly TimeSpan MaxOutageGrace = TimeSpan.FromHours(24);

    /// <summary>For how long a payment is worth remembering.</summary>
    public TimeSpan Memory => Lifetime + OutageGrace;

    /// <summary>Whether a payment opens its page without a question to the backend.</summary>
    /// <remarks>A payment from the future tells of a clock that was set back, so nobody can say how old it is.</remarks>
    public bool IsFresh(TalerPayment payment, DateTimeOffset now) => now >= payment.ConfirmedAt && now - payment.ConfirmedAt < Lifetime;

    /// <summary>Whether a payment opens its page if the backend cannot tell.</summary>
    public bool OutlastsOutage(TalerPayment payment, DateTimeOffset now) => now - payment.ConfirmedAt < Memory;
}
