using Microsoft.AspNetCore.Http;

namespace Taler.Merchant.Sandbox;

/// <summary>The one merchant instance that the sandbox serves.</summary>
internal sealed class Instance(TalerSandboxOptions options, TimeProvider clock)
{
    public const string Name = "sandbox";
    public const string Root = "/instances/";
    public const string PathBase = Root + Name;
    public const string Notice = "Sandbox: no money moves";

    public TalerSandboxOptions Options => options;

    public string Currency => options.Currency;

    public TimeProvider Clock => clock;

    public Timestamp Now => Timestamp.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>The instance as the sender of a request reaches it.</summary>
    public Uri BaseUrl(HttpRequest request) => options.PublicBaseUrl is { } configured
        ? new Uri(configured)
        : new Uri($"{request.Scheme}://{request.Host}{PathBase}/");
}
