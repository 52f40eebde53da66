using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>A small shop on the embedded sandbox, as a factory of the test host opens it.</summary>
public sealed class FactoryShop : WebApplicationFactory<FactoryShop>
{
    /// <summary>Long enough to be recognised by its parts.</summary>
    public const string Essay = "The dough rests for a night in a cold kitchen, and whoever cannot wait buys a roll at the station instead.";

    protected override IHostBuilder CreateHostBuilder() => new HostBuilder().ConfigureWebHostDefaults(web => web
        .UseContentRoot(AppContext.BaseDirectory)
        .ConfigureLogging(logging => logging.ClearProviders())
        .ConfigureServices(services =>
        {
            services.AddRouting();
            services.AddTalerSandbox();
            services.AddTalerPaywall(options =>
            {
                options.Cookie.Name = "shop";
                options.Resources.Add(new TalerPaywallResource { Pattern = "/essays/{slug}", Price = "KUDOS:1" });
            });
        })
        .Configure(app => app.UseTalerPaywall().UseRouting().UseEndpoints(endpoints =>
        {
            endpoints.MapGet("/", () => "An essay about bread.");
            endpoints.MapGet("/essays/bread", () => Essay);
            endpoints.MapGet("/report", () => "Bread is up, says the report of this quarter, and so is butter.").RequireTalerPayment("KUDOS:2");
        })));

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Development").UseContentRoot(AppContext.BaseDirectory);
}
