namespace Taler.Merchant.ContractTests.Backends;

/// <summary>The backend that the environment names.</summary>
public sealed class ConfiguredBackend : IMerchantBackend
{
    private static readonly string? Url = Environment.GetEnvironmentVariable("TALER_BACKEND_URL");
    private static readonly string? Token = Environment.GetEnvironmentVariable("TALER_BACKEND_TOKEN");

    public static bool IsNamed => !string.IsNullOrEmpty(Url) && !string.IsNullOrEmpty(Token);

    public Uri BaseUrl { get; } = new(Url!.TrimEnd('/') + "/");

    public string AccessToken { get; } = Token!;
}
