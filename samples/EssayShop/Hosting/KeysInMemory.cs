using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace EssayShop.Hosting;

/// <summary>A key ring that lives as long as the process.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock _lock = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_lock)
            return [.. _elements];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_lock)
            _elements.Add(new XElement(element));
    }
}
