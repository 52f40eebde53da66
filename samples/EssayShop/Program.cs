using EssayShop.Essays;
using EssayShop.Hosting;
using Taler.Paywall;

var builder = WebApplication.CreateBuilder(args);

// The site.
builder.Services.AddRazorPages();
builder.Services.AddSingleton<PriceList>();
builder.AddKeyRing();
builder.ExplainFailedStart();

// The paywall: what is sold, and for how much, stands in appsettings.json.
builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"))
    .AddPayPage()                                           // shown where the setting PayPage says OnSite
    .AddTeaser(Teaser.MakeAsync);
builder.Services.AddOptions<TalerPaywallOptions>()
    .Validate(PriceList.IsComplete, "TalerPaywall:Resources: every essay of the catalogue needs a resource with its FulfillmentPath.");
builder.AddSandboxUnlessConfigured();

var app = builder.Build();

app.UseContentSecurityPolicy();
app.UseTalerPaywall();                                      // before everything that serves an essay: its text, its picture
app.UseStatusCodePagesWithReExecute("/problem/{0}");        // after the paywall, whose answers are complete
app.UseStaticFiles();
app.MapRazorPages();

return await app.RunOrExplainAsync();
