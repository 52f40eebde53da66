namespace Taler.Paywall.Responses;

/// <summary>The types of our problems (RFC 9457). Programs act on them, so none ever changes; docs/problems.md has a heading for each.</summary>
internal static class ProblemTypes
{
    public const string PaymentRequired = Base + "payment-required";
    public const string Refunded = Base + "refunded";
    public const string BackendUnavailable = Base + "backend-unavailable";
    public const string OrderReplaced = Base + "order-replaced";
    public const string OrderLimit = Base + "order-limit";
    public const string CookiesRequired = Base + "cookies-required";
    public const string IdempotencyKey = Base + "idempotency-key";
    public const string AmbiguousPath = Base + "ambiguous-path";

    private const string Base = "urn:taler-paywall:problem#";
}
