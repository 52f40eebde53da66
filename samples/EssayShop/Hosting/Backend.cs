namespace EssayShop.Hosting;

/// <summary>The merchant backend that the shop sells through.</summary>
/// <param name="IsSandbox">Whether it is the embedded one, which moves no money.</param>
/// <param name="WhyNoSandbox">Why the embedded one is not there although no base URL is configured; null if one is, or if it is there.</param>
internal sealed record Backend(bool IsSandbox, string? WhyNoSandbox);

internal static class BackendExtensions
{
    private const string Section = "TalerPaywall:Merchant";

    private static readonly string[] Credentials = ["AccessToken", "Password", "PublicBaseUrl"];

    /// <summary>
    /// Starts a sandbox inside this process unless a merchant backend is configured. Never in Production, where giving everything away
    /// would be worse than not to start, and not for half a configuration, which is a mistake.
    /// </summary>
    public static void AddSandboxUnlessConfigured(this WebApplicationBuilder builder)
    {
        var backend = Choose(builder.Configuration.GetSection(Section), builder.Environment);
        if (backend.IsSandbox)
            builder.Services.AddTalerSandbox();
        builder.Services.AddSingleton(backend);
    }

    private static Backend Choose(IConfigurationSection merchant, IHostEnvironment environment)
    {
        if (!string.IsNullOrWhiteSpace(merchant["BaseUrl"]))
            return new Backend(IsSandbox: false, WhyNoSandbox: null);
        if (environment.IsProduction())
        {
            return new Backend(IsSandbox: false,
                "In the Production environment, which is also meant where none is named, the shop starts no sandbox. To try it with one, add --environment Development.");
        }
        if (Array.Find(Credentials, name => !string.IsNullOrWhiteSpace(merchant[name])) is { } half)
        {
            return new Backend(IsSandbox: false,
                $"{Section}:{half} is set and BaseUrl is not, which is half a backend. Set BaseUrl too, or clear {half} to use the sandbox.");
        }
        return new Backend(IsSandbox: true, WhyNoSandbox: null);
    }
}
