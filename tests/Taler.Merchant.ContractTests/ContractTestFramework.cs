using System.Reflection;
using Taler.Merchant.ContractTests;
using Taler.Merchant.ContractTests.Backends;
using Xunit.v3;

[assembly: TestFramework(typeof(ContractTestFramework))]

namespace Taler.Merchant.ContractTests;

/// <summary>Leaves out the tests of the configured backend when there is none: a test that is always skipped says nothing.</summary>
public sealed class ContractTestFramework : XunitTestFramework
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) =>
        new Discoverer(new XunitTestAssembly(assembly, configFileName: null, assembly.GetName().Version));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override Type[] GetExportedTypes() =>
            [.. base.GetExportedTypes().Where(type => ConfiguredBackend.IsNamed || type != typeof(ConfiguredBackendTests))];
    }
}
