namespace Taler.Merchant.ContractTests.Backends;

/// <summary>A running merchant backend.</summary>
public interface IMerchantBackend
{
    /// <summary>Base URL of the instance, ending with a slash.</summary>
    Uri BaseUrl { get; }

    string AccessToken { get; }
}
