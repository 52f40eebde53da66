namespace EssayShop.Hosting;

/// <summary>The merchant backend that the shop sells through.</summary>
/// <param name="IsSandbox">Whether it is the embedded one, which moves no money.</param>
internal sealed record Backend(bool IsSandbox);

internal static class BackendExtensions
{
    /// <summary>
    /// Starts a sandbox inside this process unless a merchant backend is configured. Never in Production, where giving everything away
    /// would be worse than not to start.
    /// </summary>
    public static void AddSandboxUnlessConfigured(this WebApplicationBuilder builder)
    {
        var isSandbox = string.IsNullOrWhiteSpace(builder.Configuration["TalerPaywall:Merchant:BaseUrl"]) && !builder.Environment.IsProduction();
        if (isSandbox)
            builder.Services.AddTalerSandbox();
        builder.Services.AddSingleton(new Backend(isSandbox));
    }
}
