namespace Taler.Paywall;

/// <summary>Makes an endpoint free, whatever configured pattern or group covers it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableTalerPaywallAttribute : Attribute, ITalerPaymentMetadata
{
    string? ITalerPaymentMetadata.Price => null;

    string? ITalerPaymentMetadata.Summary => null;

    string? ITalerPaymentMetadata.Name => null;
}
